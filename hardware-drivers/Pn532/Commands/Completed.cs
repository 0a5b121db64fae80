namespace HardwareDrivers.Pn532;

/// <summary>The command was carried out; there is nothing more to say.</summary>
public readonly record struct Completed;
