"""The doctor: findings, diagnoses, answers and repairs."""
