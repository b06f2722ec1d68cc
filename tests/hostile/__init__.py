"""Tests of input that wants to do harm: scripts in texts, forged forms, foreign addresses."""
