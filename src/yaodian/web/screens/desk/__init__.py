"""The desk (工作台): what somebody owes, what waits for them, what they wait for."""
