using System.Security.Cryptography;
using System.Text;

namespace HardwareDrivers.Cards;

/// <summary>
/// Reads the message of a card with secure dynamic messaging (SUN). Whoever saw one message can show it again: whether
/// its counter was seen before is not judged here.
/// </summary>
public static class SunVerification
{
    private const int LongestUrl = 512;

    /// <param name="settings">Where things stand in the message.</param>
    /// <param name="metaReadKey">Key of the encrypted UID and counter; unused when they are plain.</param>
    /// <param name="fileReadKeyOf">The key that authenticates a UID's messages; disposed here.</param>
    /// <param name="url">The whole message.</param>
    /// <returns>Denied for whatever is not a genuine message.</returns>
    public static CardOutcome<SunReading> Verify(
        SunSettings settings, CardKey metaReadKey, Func<ReadOnlyMemory<byte>, CardKey> fileReadKeyOf, string url)
    {
        if (url.Length > LongestUrl)
            return Denied("the message is too long");
        var picc = settings.PiccDataName is { } name
            ? Digits(url, name) is { } encrypted ? Decrypt(settings, metaReadKey, encrypted) : null
            : Plain(settings, url);
        if (picc is not { Uid.Length: 7, Counter: { } counter })
            return Denied("the message does not tell UID and counter, or was encrypted with another key");
        if (Digits(url, settings.MacName) is not { Length: AesCmac.TruncatedLength } mac)
            return Denied("the message has no MAC");
        var file = settings.FileDataName is { } fileName ? Digits(url, fileName) ?? [] : [];
        if (file.Length % CardAes.BlockLength != 0)
            return Denied("the encrypted file data are not of whole blocks");
        using var key = fileReadKeyOf(picc.Uid);
        var covered = Covered(settings, url);
        var computed = settings.IsLrp
            ? SunLrp.Mac(key, picc.Uid.Span, counter, covered)
            : SunCryptography.Mac(key, picc.Uid.Span, counter, covered);
        return CryptographicOperations.FixedTimeEquals(computed, mac)
            ? new CardOutcome<SunReading>.Done(new SunReading(
                picc.Uid, counter, file.Length == 0
                    ? ReadOnlyMemory<byte>.Empty
                    : DecryptFile(settings, key, picc.Uid.Span, counter, file)))
            : Denied("the MAC of the message is wrong");
    }

    private static CardOutcome<SunReading> Denied(string why) => new CardOutcome<SunReading>.Denied(why);

    private static PiccData? Decrypt(SunSettings settings, CardKey key, ReadOnlySpan<byte> encrypted) =>
        settings.IsLrp ? PiccData.DecryptLrp(key, encrypted) : PiccData.Decrypt(key, encrypted);

    private static byte[] DecryptFile(
        SunSettings settings, CardKey key, ReadOnlySpan<byte> uid, int counter, ReadOnlySpan<byte> file) =>
        settings.IsLrp
            ? SunLrp.DecryptFile(key, uid, counter, file)
            : SunCryptography.DecryptFile(key, uid, counter, file);

    private static PiccData? Plain(SunSettings settings, string url) =>
        Digits(url, settings.UidName) is { } uid && Digits(url, settings.CounterName) is { Length: 3 } counter
            ? new PiccData(uid, (counter[0] << 16) | (counter[1] << 8) | counter[2])
            : null;

    private static byte[] Covered(SunSettings settings, string url)
    {
        if (settings.MacInput == SunMacInput.Nothing
            || settings.FileDataName is not { } name || ValueOf(url, name) is not { } file)
            return [];
        var end = settings.MacInput == SunMacInput.FileData
            ? file.End
            : ValueOf(url, settings.MacName) is { } mac ? mac.Start : file.End;
        var (start, _) = file;
        return end.Value > start.Value ? Encoding.ASCII.GetBytes(url[start..end]) : [];
    }

    private static byte[]? Digits(string url, string name)
    {
        if (ValueOf(url, name) is not { } value)
            return null;
        var digits = url[value.Start..value.End];
        var bytes = new byte[digits.Length / 2];
        return digits.Length % 2 == 0
            && Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? bytes
            : null;
    }

    /// <summary>Where a parameter's value stands: a mirror has no escapes.</summary>
    private static (Index Start, Index End)? ValueOf(string url, string name)
    {
        for (var at = url.IndexOf('?', StringComparison.Ordinal); at >= 0; at = url.IndexOf('&', at + 1))
        {
            var start = at + 1 + name.Length + 1;
            if (start > url.Length || !url.AsSpan(at + 1).StartsWith($"{name}=", StringComparison.Ordinal))
                continue;
            var end = url.AsSpan(start).IndexOfAny('&', '#');
            return (start, end < 0 ? url.Length : start + end);
        }
        return null;
    }
}
