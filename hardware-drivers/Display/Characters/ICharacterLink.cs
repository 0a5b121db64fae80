namespace HardwareDrivers.Display;

/// <summary>What a panel of characters can be told.</summary>
public interface ICharacterLink : IPanelLink
{
    /// <summary>Sets the controller up, whatever state it is in: cleared, and the display off.</summary>
    void SetUp(CancellationToken cancellation);

    /// <summary>False when it was switched on again since.</summary>
    bool IsStillSetUp(CancellationToken cancellation);

    /// <summary>Draws a character of its own.</summary>
    /// <param name="slot">0 to 7: its code.</param>
    /// <param name="dots">Eight rows; the lowest bit is the right one of five.</param>
    /// <param name="cancellation">Between two transfers.</param>
    void Draw(int slot, ReadOnlySpan<byte> dots, CancellationToken cancellation);

    /// <summary>Writes side by side in one line.</summary>
    void Write(int row, int column, ReadOnlySpan<byte> codes, CancellationToken cancellation);

    /// <summary>Shows what was written.</summary>
    void SwitchOn(CancellationToken cancellation);
}
