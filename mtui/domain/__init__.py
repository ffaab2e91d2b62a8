"""What a training job is and what may be deleted: values and rules, no I/O, no clock."""
