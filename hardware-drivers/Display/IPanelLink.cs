namespace HardwareDrivers.Display;

/// <summary>
/// The way to a panel's controller: our own bytes, or somebody's library. Its orders throw when the panel does not take
/// them (<see cref="NotAcknowledgedException"/>) and when the bus is gone (<see
/// cref="Abstractions.LinkLostException"/>). For one thread.
/// </summary>
public interface IPanelLink
{
    /// <summary>For the log: <c>SSD1306</c>.</summary>
    string Name { get; }

    /// <summary>Closes the bus; the next order opens it again.</summary>
    void Close();
}
