namespace HardwareDrivers.Pn532;

/// <summary>Diagnose, test 00: the chip sends back what it was sent (UM0701-02, 7.2.1).</summary>
/// <param name="Data">Up to 262 bytes.</param>
public sealed record CommunicationLineTest(ReadOnlyMemory<byte> Data) : Pn532Command<Completed>(CommandCode.Diagnose)
{
    private const byte TestNumber = 0x00;

    /// <inheritdoc/>
    public override Decoded<Completed> Decode(ReadOnlySpan<byte> content) =>
        content is [TestNumber, .. var echo] && echo.SequenceEqual(Data.Span)
            ? Good(default)
            : Bad($"the echo 00{Convert.ToHexString(Data.Span)}", content);

    /// <inheritdoc/>
    protected override byte[] Parameters() => [TestNumber, .. Data.Span];
}
