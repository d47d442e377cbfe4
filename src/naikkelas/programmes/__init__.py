"""Programmes and their money: ceiling, allocation, recipient, disbursement, in whole rupiah."""
