using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>Signs and reads signed messages, all in the same way.</summary>
public static class SignedMessage
{
    /// <summary>Signs a message.</summary>
    /// <exception cref="ArgumentException">It would be longer than its kind may be.</exception>
    public static SignedObject Sign<T>(T message, ISigner signer) where T : class, ISignedMessage<T> =>
        Jws.Sign(T.Type, JsonSerializer.SerializeToUtf8Bytes(message, T.Json), signer);

    /// <summary>
    /// Reads one whose signature and addressee are still to be checked: by the key of whom it names.
    /// </summary>
    /// <param name="compact">As received.</param>
    public static Reading<T> ReadUnverified<T>(ReadOnlyMemory<byte> compact) where T : class, ISignedMessage<T> =>
        Jws.OpenUnverified(T.Type, compact).Succeeded(out var signed, out var error) &&
        StrictJson.Read(signed.Payload.Span, T.Json).Succeeded(out var message, out error)
            ? message
            : error;

    /// <summary>Checks signature, form, content and addressee.</summary>
    /// <param name="compact">As received.</param>
    /// <param name="keys">Whose signatures count.</param>
    /// <param name="site">The site that it must belong to.</param>
    /// <param name="to">Whom it must be meant for.</param>
    public static Reading<T> Read<T>(ReadOnlyMemory<byte> compact, IKeyRing keys, SiteId site, Addressee to)
        where T : class, ISignedMessage<T>
    {
        if (!Jws.Open(T.Type, compact, keys).Succeeded(out var signed, out var error) ||
            !StrictJson.Read(signed.Payload.Span, T.Json).Succeeded(out var message, out error))
            return error;
        if (message.Site != site || message.To != to)
            return new FormatError(
                FormatErrorKind.WrongAddressee, $"for {message.To} of site {message.Site}; expected {to} of {site}");
        return message.Flaw() is { } flaw ? new FormatError(FormatErrorKind.BadContent, flaw) : message;
    }
}
