namespace HardwareDrivers.Lines;

/// <summary>A line that may not be safe.</summary>
/// <param name="Line">Its name in the configuration.</param>
/// <param name="Detail">What went wrong.</param>
public sealed record LineTrouble(string Line, string Detail);
