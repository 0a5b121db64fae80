namespace HardwareDrivers.Pn532;

/// <summary>Which chip answers, with which firmware (UM0701-02, 7.2.2). Answered in any state; the heartbeat.</summary>
public sealed record GetFirmwareVersion() : Pn532Command<FirmwareVersion>(CommandCode.GetFirmwareVersion)
{
    /// <inheritdoc/>
    public override Decoded<FirmwareVersion> Decode(ReadOnlySpan<byte> content) => content switch
    {
        [FirmwareVersion.Pn532, var version, var revision, var support] => Good(new(version, revision, support)),
        _ => Bad("IC 32, version, revision, support", content),
    };

    /// <inheritdoc/>
    protected override byte[] Parameters() => [];
}
