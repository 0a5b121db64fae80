namespace HardwareDrivers.Abstractions;

/// <summary>What a card said to a command.</summary>
public abstract record CardReply
{
    private CardReply()
    {
    }

    /// <summary>It answered.</summary>
    /// <param name="Data">Without checksum; of an APDU with both status bytes at the end.</param>
    public sealed record Answered(ReadOnlyMemory<byte> Data) : CardReply;

    /// <summary>
    /// A card without ISO/IEC 14443-4 said "no" (NAK); it does not listen until it is activated anew.
    /// </summary>
    /// <param name="Code">The four bits, when they were heard.</param>
    public sealed record Refused(byte? Code) : CardReply;

    /// <summary>Nothing came, or not a frame: it was taken away, or does not know the command.</summary>
    /// <param name="Detail">What the reader saw.</param>
    public sealed record Silent(string Detail) : CardReply;
}
