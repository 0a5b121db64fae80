namespace HardwareDrivers.Display;

/// <summary>A panel did not acknowledge a transfer. Never leaves a panel's driver: <see cref="PanelTalk"/>.</summary>
public sealed class NotAcknowledgedException : Exception;
