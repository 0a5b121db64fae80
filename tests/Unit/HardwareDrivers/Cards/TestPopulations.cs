using System.Collections.Immutable;
using HardwareDrivers.Cards;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>A site's populations, which accept two versions, and five versions of every key.</summary>
internal static class TestPopulations
{
    public const string Uid = "04958CAA5C5E80";

    private static readonly DiversificationInput Input = new([0x30, 0x42, 0xF5], [.. "fest"u8]);

    public static CardPopulation UltralightAes { get; } = Of("wristbands", CardMethod.UltralightAes);

    public static CardPopulation Ntag424 { get; } = Of("cards", CardMethod.Ntag424) with { KeyNumber = 2 };

    public static CardPopulation Sun { get; } = Of("stickers", CardMethod.Sun) with
    {
        KeyNumber = 3, Sun = new SunSettings(PiccDataName: "e", FileDataName: null, MacName: "c"),
    };

    public static CardPopulation Password { get; } = Of("tickets", CardMethod.Password);

    public static CardPopulation DesfireAes { get; } = Of("staff", CardMethod.DesfireAes) with
    {
        KeyNumber = 1, DesfireApplication = [0xF5, 0x42, 0x30],
    };

    public static CardPopulation DesfireEv2 { get; } = DesfireAes with { Method = CardMethod.DesfireEv2 };

    /// <summary>Master keys of all of them; each differs from each.</summary>
    public static CardKeyRing Keys()
    {
        var keys = new Dictionary<CardKeyName, CardKey>();
        foreach (var population in (string[])["wristbands", "cards", "stickers", "tickets", "passes", "staff"])
            foreach (var use in Enum.GetValues<CardKeyUse>())
                foreach (var version in (int[])[1, 2, 3, 4, 5])
                {
                    var bytes = Enumerable.Repeat((byte)(keys.Count + 1), CardKey.AesLength).ToArray();
                    keys[new CardKeyName(population, use, version)] = new CardKey(bytes);
                }
        return new CardKeyRing(keys);
    }

    /// <summary>The key of the card above.</summary>
    public static byte[] KeyOf(CardPopulation population, CardKeyUse use, int version, string uid = Uid)
    {
        using var keys = Keys();
        using var key = population.KeyOf(keys, use, version, Hex.Bytes(uid));
        return key!.Bytes.ToArray();
    }

    private static CardPopulation Of(string name, CardMethod method) =>
        new(name, method, ImmutableArray.Create(1, 2)) { Diversification = Input };
}
