using System.Globalization;
using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;

namespace HardwareDrivers.Emulator;

/// <summary>A card as `put` orders it: kind, UID, keys.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>; null for whatever such a UID usually is.</param>
/// <param name="Uid">Its UID.</param>
internal sealed record CardOrder(string? Kind, CardUid Uid)
{
    /// <summary>What `put` takes, in one line.</summary>
    public const string Expected =
        "put [KIND] UID [key=HEX|master=HEX|key=@FILE|master=@FILE] [input=HEX] [number=N] [version=N] " +
        "[app=HEX] [counter=N] [signature=HEX] [random=1], with + between cards";

    /// <summary>The word between two cards that are put in the same moment.</summary>
    private const string Separator = "+";

    private const int MostCount = 0xFFFFFF;
    private const int UsualUidLength = 14;
    private const int ApplicationKeys = 14;
    private const int SignatureLength = 32;
    private const int DiversificationInputLength = KeyDiversification.LongestInput - 10;

    private static readonly Dictionary<string, UltralightModel> Ultralights = new()
    {
        ["ultralight11"] = UltralightModel.Ultralight11,
        ["ultralight21"] = UltralightModel.Ultralight21,
        ["ntag213"] = UltralightModel.Ntag213,
        ["ntag215"] = UltralightModel.Ntag215,
        ["ntag216"] = UltralightModel.Ntag216,
    };

    private static readonly Dictionary<string, DesfireModel> Desfires = new()
    {
        ["desfire1"] = DesfireModel.Ev1, ["desfire2"] = DesfireModel.Ev2, ["desfire3"] = DesfireModel.Ev3,
    };

    /// <summary>Every kind that can be named.</summary>
    public static IEnumerable<string> Kinds =>
        ["classic", .. Ultralights.Keys, "ultralight-aes", "ntag424", "sun", .. Desfires.Keys];

    /// <summary>The card's own key; null: it stays as it left the factory.</summary>
    private byte[]? Key { get; init; }

    private byte Number { get; init; }

    private byte Version { get; init; }

    private byte[] Application { get; init; } = [];

    private int Counter { get; init; }

    private byte[]? Signature { get; init; }

    private bool RandomUid { get; init; }

    /// <summary>Reads the words behind `put`: cards, with a <see cref="Separator"/> between two.</summary>
    /// <param name="words">Kind, UID, options of each.</param>
    /// <param name="problem">What is wrong with them.</param>
    /// <returns>One card or more, of different UIDs; null where one of them is none.</returns>
    public static IReadOnlyList<CardOrder>? ParseSeveral(ReadOnlySpan<string> words, out string problem)
    {
        problem = "";
        var orders = new List<CardOrder>();
        foreach (var range in words.Split(Separator))
        {
            if (Parse(words[range], out problem) is not { } order)
                return null;
            orders.Add(order);
        }
        if (orders.DistinctBy(order => order.Uid).Count() == orders.Count)
            return orders;
        problem = "a card cannot be put twice";
        return null;
    }

    /// <summary>Reads the words of one card.</summary>
    /// <param name="words">Kind, UID, options.</param>
    /// <param name="problem">What is wrong with them.</param>
    public static CardOrder? Parse(ReadOnlySpan<string> words, out string problem)
    {
        problem = $"expected {Expected}";
        var kind = words.Length > 0 && Kinds.Contains(words[0]) ? words[0] : null;
        var rest = kind is null ? words : words[1..];
        if (rest.IsEmpty || CardUid.Parse(rest[0]) is not { } uid)
        {
            problem += $", with {CardUid.Expected}, KIND one of {string.Join(' ', Kinds)}";
            return null;
        }
        if (kind is not null && uid.Hex.Length != (kind == "classic" ? 8 : UsualUidLength))
        {
            problem = $"a card of kind {kind} has a UID of {(kind == "classic" ? 8 : UsualUidLength)} digits";
            return null;
        }
        return Read(new CardOrder(kind, uid), rest[1..], ref problem);
    }

    /// <summary>Makes the card.</summary>
    public EmulatedCard Make()
    {
        if (Kind is null)
            return EmulatedCard.WithUid(Uid.Bytes);
        if (Ultralights.TryGetValue(Kind, out var ultralight))
            return MakeUltralight(NewUltralight(ultralight), ultralight);
        if (Desfires.TryGetValue(Kind, out var desfire))
            return MakeDesfire(new DesfireCard(desfire, Uid.Bytes));
        return Kind switch
        {
            "classic" => new MifareClassicCard(Uid.Bytes),
            "ultralight-aes" => MakeUltralightAes(new UltralightAesCard(Uid.Bytes)),
            _ => MakeNtag424(new Ntag424Card(Uid.Bytes)),
        };
    }

    private static CardOrder? Read(CardOrder order, ReadOnlySpan<string> options, ref string problem)
    {
        byte[]? master = null;
        byte[] input = [];
        foreach (var option in options)
        {
            var (name, text) = option.Split('=', 2) is [var left, var right] ? (left, right) : (option, "");
            switch (name)
            {
                case "key" when Secret(text) is { } key:
                    order = order with { Key = key };
                    break;
                case "master" when Secret(text) is { } key:
                    master = key;
                    break;
                case "input" when Bytes(text) is { Length: <= DiversificationInputLength } bytes:
                    input = bytes;
                    break;
                case "app" when Bytes(text) is { Length: 3 } bytes:
                    order = order with { Application = bytes };
                    break;
                case "signature" when Bytes(text) is { Length: SignatureLength } bytes:
                    order = order with { Signature = bytes };
                    break;
                case "random" when text == "1":
                    order = order with { RandomUid = true };
                    break;
                case "number" when byte.TryParse(text, CultureInfo.InvariantCulture, out var number) && number < 14:
                    order = order with { Number = number };
                    break;
                case "version" when byte.TryParse(text, CultureInfo.InvariantCulture, out var version):
                    order = order with { Version = version };
                    break;
                case "counter" when
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var counter)
                    && counter <= MostCount:
                    order = order with { Counter = counter };
                    break;
                default:
                    // Never the text itself: it may be a key.
                    problem = $"'{name}' is no option, or its value is none; expected {Expected}";
                    return null;
            }
        }
        if (master is not null)
            order = order with { Key = Diversify(master, [.. order.Uid.Bytes.Span, .. input]) };
        return order;
    }

    private static byte[] Diversify(byte[] master, byte[] input)
    {
        using var secret = new CardKey(master);
        using var own = KeyDiversification.Aes128(secret, input);
        return own.Bytes.ToArray();
    }

    private static byte[]? Secret(string text)
    {
        if (text.StartsWith('@'))
            text = File.Exists(text[1..]) ? File.ReadAllText(text[1..]).Trim() : "";
        return Bytes(text) is { Length: CardKey.AesLength } key ? key : null;
    }

    private static byte[]? Bytes(string text) =>
        text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;

    private UltralightCard NewUltralight(UltralightModel model) => Signature is { } signature
        ? new UltralightCard(model, Uid.Bytes) { Signature = signature }
        : new UltralightCard(model, Uid.Bytes);

    // Password and PACK are the first six bytes of the key, as readers of this house take them.
    private UltralightCard MakeUltralight(UltralightCard card, UltralightModel model)
    {
        const byte FirstUserPage = 4;
        const byte ReadingCounter = 2;
        card.SetCounter(model.IsNtag ? ReadingCounter : Number % UltralightCard.Counters, Counter);
        if (Key is not { } key)
            return card;
        if (model.IsNtag)
            card.CountReadings();
        card.Protect(key.AsSpan(0, 4), key.AsSpan(4, 2), FirstUserPage, reading: true, mostFailures: 0);
        return card;
    }

    private UltralightAesCard MakeUltralightAes(UltralightAesCard card)
    {
        const byte FirstUserPage = 4;
        if (Key is not { } key)
            return card;
        card.LoadKey(0, key);
        card.Protect(FirstUserPage, reading: true, secureMessages: true, mostFailures: 0);
        return card;
    }

    private Ntag424Card MakeNtag424(Ntag424Card card)
    {
        card.RandomUid = RandomUid;
        if (Key is { } key)
            card.LoadKey(Number % Ntag424Card.Keys, key, Version);
        if (Kind == "sun")
            card.MirrorPlainly(Number % Ntag424Card.Keys);
        card.Readings = Counter;
        return card;
    }

    private DesfireCard MakeDesfire(DesfireCard card)
    {
        card.RandomUid = RandomUid;
        byte[] name = Application is [] ? [0, 0, 0] : Application;
        if (Application is not [])
            card.LoadApplication(name, ApplicationKeys);
        if (Key is { } key)
            card.LoadKey(name, Application is [] ? 0 : Number, key, Version);
        return card;
    }
}
