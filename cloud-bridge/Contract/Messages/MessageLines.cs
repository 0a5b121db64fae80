namespace CloudBridge.Contract;

/// <summary>Messages that are lines, each with a newline at its end.</summary>
internal static class MessageLines
{
    /// <summary>
    /// Cuts a message into lines, without their newlines; what a line says is for its reader to check.
    /// </summary>
    /// <param name="message">All lines.</param>
    /// <param name="longest">Bytes that it may have.</param>
    public static Reading<List<ReadOnlyMemory<byte>>> Split(ReadOnlyMemory<byte> message, int longest)
    {
        if (message.Length > longest)
            return new FormatError(FormatErrorKind.TooLong, $"{message.Length} bytes; at most {longest}");
        if (message.IsEmpty || message.Span[^1] != (byte)'\n')
            return new FormatError(FormatErrorKind.BadContent, "expected lines, each with a newline at its end");
        var lines = new List<ReadOnlyMemory<byte>>();
        foreach (var range in message.Span[..^1].Split((byte)'\n'))
            lines.Add(message[range]);
        return lines;
    }
}
