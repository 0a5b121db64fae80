using System.Text;

namespace CloudBridge.Mqtt;

/// <summary>What may stand in a text field of the protocol (MQTT 5.0, 1.5.4).</summary>
internal static class MqttText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>What is wrong with a text, as the end of a sentence; null when nothing is.</summary>
    public static string? Fault(string text)
    {
        if (text.Length == 0)
            return "is empty";
        if (text.Contains('\0', StringComparison.Ordinal))
            return "holds U+0000";
        try
        {
            return Strict.GetByteCount(text) > ushort.MaxValue ? "is longer than 65535 bytes" : null;
        }
        catch (EncoderFallbackException)
        {
            return "holds half of a surrogate pair";
        }
    }
}
