using System.Text;

namespace CloudBridge.Mqtt;

/// <summary>
/// What may stand in a text field of the protocol (MQTT 5.0, 1.5.4). Control characters and noncharacters need not be
/// taken by a broker, and mosquitto ends the connection over them: so they count as wrong here.
/// </summary>
internal static class MqttText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>What is wrong with a text, as the end of a sentence; null when nothing is.</summary>
    public static string? Fault(string text)
    {
        if (text.Length == 0)
            return "is empty";
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsControl(rune) || IsNoncharacter(rune.Value))
                return $"holds U+{rune.Value:X4}";
        try
        {
            return Strict.GetByteCount(text) > ushort.MaxValue ? "is longer than 65535 bytes" : null;
        }
        catch (EncoderFallbackException)
        {
            return "holds half of a surrogate pair";
        }
    }

    private static bool IsNoncharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;
}
