namespace HardwareDrivers.Pn532;

/// <summary>A command as the host sends it, and how its response reads.</summary>
/// <typeparam name="TResponse">What the response says.</typeparam>
/// <param name="Code">The command's code.</param>
public abstract record Pn532Command<TResponse>(CommandCode Code)
{
    /// <summary>For messages.</summary>
    public string Name => Code.ToString();

    /// <summary>Packet data of the command: its code and its parameters.</summary>
    public byte[] Encode() => [(byte)Code, .. Parameters()];

    /// <summary>Reads a response.</summary>
    /// <param name="content">Packet data behind the response's code.</param>
    public abstract Decoded<TResponse> Decode(ReadOnlySpan<byte> content);

    /// <summary>What follows the code.</summary>
    protected abstract byte[] Parameters();

    /// <summary>Short for a response that is what it should be.</summary>
    protected static Decoded<TResponse> Good(TResponse content) => new Decoded<TResponse>.Value(content);

    /// <summary>Short for a response that is not.</summary>
    protected Decoded<TResponse> Bad(string expected, ReadOnlySpan<byte> content) =>
        new Decoded<TResponse>.Malformed($"{Name}: expected {expected}, got [{Convert.ToHexString(content)}]");
}
