namespace HardwareDrivers.Display;

/// <summary>A panel did not acknowledge a transfer. Never leaves a driver: <see cref="I2cTalk"/>.</summary>
internal sealed class NotAcknowledgedException : Exception;
