"""What a run is: from settings to the kept model."""
