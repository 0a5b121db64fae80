namespace HardwareDrivers.Pn532;

/// <summary>A command whose response says only that it was carried out.</summary>
public abstract record ConfigurationCommand(CommandCode Code) : Pn532Command<Completed>(Code)
{
    /// <inheritdoc/>
    public sealed override Decoded<Completed> Decode(ReadOnlySpan<byte> content) =>
        content.IsEmpty ? Good(default) : Bad("no parameters", content);
}
