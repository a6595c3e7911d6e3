"""The panel against what generated reports are known to say.

python -m gov_disclosure_tests.analysis --documents 5000
"""
