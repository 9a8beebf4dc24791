"""Movements of pupils (学籍异动), drop-out control (控辍保学), care (关爱服务), head counts."""
