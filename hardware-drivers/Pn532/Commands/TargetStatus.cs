namespace HardwareDrivers.Pn532;

/// <summary>First byte of the response of a command to a target (UM0701-02, 7.1).</summary>
/// <param name="Value">Bit 6: more data follows; bits 5 to 0: the error code.</param>
public readonly record struct TargetStatus(byte Value)
{
    /// <summary>Done.</summary>
    public const byte Success = 0x00;

    /// <summary>The target has not answered.</summary>
    public const byte TimedOut = 0x01;

    /// <summary>The command cannot be carried out now: for example, there is no such target.</summary>
    public const byte NotAcceptable = 0x27;

    /// <summary>The error code.</summary>
    public byte Error => (byte)(Value & 0x3F);

    /// <inheritdoc/>
    public override string ToString() => Error == Success ? "done" : $"error {Error:X2}";
}
