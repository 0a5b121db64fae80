using System.Text.Json;
using CloudBridge.Contract;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>What a card is and has proved, for people and for programs.</summary>
internal static class CardWords
{
    public static string Of(CardType type) => type switch
    {
        CardType.Classic => "MIFARE Classic",
        CardType.Ultralight => "MIFARE Ultralight",
        CardType.UltralightC => "MIFARE Ultralight C",
        CardType.UltralightEv1 => "MIFARE Ultralight EV1",
        CardType.UltralightAes => "MIFARE Ultralight AES",
        CardType.Ntag210 or CardType.Ntag212 or CardType.Ntag213 or CardType.Ntag215 or CardType.Ntag216 =>
            $"NTAG {type.ToString()[^3..]}",
        CardType.Ntag424 => "NTAG 424 DNA",
        CardType.Ntag424TagTamper => "NTAG 424 DNA TagTamper",
        CardType.DesfireEv1 or CardType.DesfireEv2 or CardType.DesfireEv3 =>
            $"MIFARE DESFire {type.ToString()[^3..].ToUpperInvariant()}",
        _ => "unknown",
    };

    public static string Of(CardProof proof) => proof switch
    {
        CardProof.Authenticated sure => $"aes, by {sure.Population} key version {sure.KeyVersion}",
        CardProof.Counted counted => $"counter, by {counted.Population}: {counted.Value}",
        CardProof.KeysLost lost => $"not known: {lost.Why}",
        CardProof.Unproved { Why: null } => "uid: no population takes it, nothing was asked",
        _ => "uid: it did not prove more",
    };

    public static string Json(CardReport report)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("uid", report.Card.UidHex);
            json.WriteString("atqa", $"{report.Card.Atqa:X4}");
            json.WriteString("sak", $"{report.Card.Sak:X2}");
            json.WriteString("type", EnumName.Of(report.Type));
            json.WriteString("strongest", report.Strongest);
            WriteProof(json, report.Proof);
            if (report.Original is { } original)
                json.WriteBoolean("original", original);
            json.WriteStartArray("troubles");
            foreach (var trouble in report.Troubles)
                json.WriteStringValue(trouble);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    private static void WriteProof(Utf8JsonWriter json, CardProof proof)
    {
        switch (proof)
        {
            case CardProof.Authenticated sure:
                json.WriteString("class", "aes");
                json.WriteString("population", sure.Population);
                json.WriteNumber("keyVersion", sure.KeyVersion);
                break;
            case CardProof.Counted counted:
                json.WriteString("class", "counter");
                json.WriteString("population", counted.Population);
                json.WriteNumber("counter", counted.Value);
                break;
            default:
                json.WriteString("class", "uid");
                break;
        }
    }
}
