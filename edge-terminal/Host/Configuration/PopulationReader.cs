using System.Collections.Immutable;
using System.Globalization;
using CloudBridge.Contract;
using HardwareDrivers.Cards;
using Keys = EdgeTerminal.Host.ConfigurationKeys.Population;
using SunKeys = EdgeTerminal.Host.ConfigurationKeys.Sun;

namespace EdgeTerminal.Host;

/// <summary>Reads <c>cards.populations</c> and where their keys are.</summary>
internal static class PopulationReader
{
    private const int HighestNtag424Key = 4;

    /// <summary>Those of a terminal: with keys, and no more of them than it shows a card.</summary>
    public static CardSettings Read(Section cards)
    {
        var populations = ReadPopulations(cards);
        ExpectToFit(cards, populations);
        var place = populations.IsEmpty
            ? cards.OptionalText(ConfigurationKeys.Cards.Keys)
            : cards.Parsed<string?>(ConfigurationKeys.Cards.Keys, TryParsePlace, null);
        return new CardSettings(populations, place, (place ?? "", cards.Written(Keys.All.Name)));
    }

    /// <summary>The populations alone, with any number of versions.</summary>
    public static ImmutableArray<TrustedPopulation> ReadPopulations(Section cards)
    {
        var populations = ImmutableArray.CreateBuilder<TrustedPopulation>();
        foreach (var section in cards.Each(Keys.All.Name))
        {
            var read = ReadPopulation(section);
            if (populations.Any(row => row.Population.Name == read.Population.Name))
                section.Wrong(Keys.Id, read.Population.Name, "a name that no other population has", 0);
            populations.Add(read);
        }
        return populations.ToImmutable();
    }

    /// <summary>A card would be shown no more keys, and there would be no time for them.</summary>
    private static void ExpectToFit(Section cards, ImmutableArray<TrustedPopulation> populations)
    {
        var counts = new Dictionary<CardMethod, int>();
        foreach (var (section, (population, _)) in cards.Each(Keys.All.Name).Zip(populations))
        {
            var count = counts.GetValueOrDefault(population.Method) + population.Versions.Length;
            counts[population.Method] = count;
            var most = CardProver.MostAttempts(population.Method);
            if (count > most)
                section.Wrong(
                    Keys.Versions, string.Join(",", population.Versions),
                    $"at most {most} versions in all populations of this method together", 0);
        }
    }

    private static bool TryParsePlace(string text, out string? place)
    {
        place = text;
        return CardKeySources.IsPlace(text);
    }

    private static TrustedPopulation ReadPopulation(Section section)
    {
        var name = section.Text(Keys.Id);
        if (name.Length > 0 && !Name.IsGood(name))
            section.Wrong(Keys.Id, name, 0);
        var method = section.Parsed<CardMethod>(Keys.Method, EnumName.TryParse, default);
        var population = new CardPopulation(name, method, Versions(section))
        {
            CounterNumber = (byte)section.Number(Keys.CounterNumber),
            Diversification = Diversification(section),
            DesfireApplication = Bytes(section, Keys.Desfire),
            Sun = Sun(section.In(SunKeys.All.Name)),
        };
        population = population with { KeyNumber = KeyNumber(section, population) };
        return new TrustedPopulation(population, ClassOf(section, method));
    }

    private static ImmutableArray<int> Versions(Section section)
    {
        var text = section.Text(Keys.Versions);
        var versions = ImmutableArray.CreateBuilder<int>();
        foreach (var word in text.Split(','))
            if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var version) &&
                version is >= 1 and <= CardKeyRing.HighestVersion && !versions.Contains(version))
                versions.Add(version);
            else if (text.Length > 0)
                return section.Wrong<ImmutableArray<int>>(Keys.Versions, text, []);
        return versions.ToImmutable();
    }

    /// <summary>A terminal has keys that prove, never one that changes all others of a card.</summary>
    private static byte KeyNumber(Section section, CardPopulation population)
    {
        var number = (byte)section.Number(Keys.KeyNumber);
        var expected = population.Method switch
        {
            CardMethod.Ntag424 or CardMethod.Sun when number is < 1 or > HighestNtag424Key =>
                $"1 to {HighestNtag424Key} on NTAG 424; key 0 changes all others",
            CardMethod.DesfireAes or CardMethod.DesfireEv2 when number == 0 && population.DesfireApplication.IsEmpty =>
                "another than 0, or a desfireApplication; the card's own key 0 changes all of it",
            _ => null,
        };
        return expected is null
            ? number
            : section.Wrong(Keys.KeyNumber, section.OptionalText(Keys.KeyNumber), expected, number);
    }

    private static DiversificationInput Diversification(Section section)
    {
        var input = new DiversificationInput(Bytes(section, Keys.Application), Bytes(section, Keys.SystemId));
        return input.ApplicationId.Length + input.SystemIdentifier.Length <= DiversificationInput.Longest
            ? input
            : section.Wrong(
                Keys.SystemId, Convert.ToHexString(input.SystemIdentifier.AsSpan()), DiversificationInput.UidOnly);
    }

    private static CardClass ClassOf(Section section, CardMethod method)
    {
        var proves = method is CardMethod.Password or CardMethod.Sun ? CardClass.Counter : CardClass.Aes;
        return section.OptionalText(Keys.Class) switch
        {
            null => proves,
            "counter" => CardClass.Counter,
            "aes" when proves == CardClass.Aes => proves,
            var text => section.Wrong(Keys.Class, text, proves),
        };
    }

    private static SunSettings Sun(Section sun)
    {
        var usual = new SunSettings();
        // All are asked for: none of them is an unknown key.
        var encrypted = sun.OptionalText(SunKeys.PiccData) ?? usual.PiccDataName;
        return new SunSettings(
            sun.Flag(SunKeys.IsPlain) ? null : encrypted,
            sun.OptionalText(SunKeys.Uid) ?? usual.UidName,
            sun.OptionalText(SunKeys.Counter) ?? usual.CounterName,
            sun.OptionalText(SunKeys.FileData) ?? usual.FileDataName,
            sun.OptionalText(SunKeys.Mac) ?? usual.MacName,
            sun.OptionalParsed<SunMacInput>(SunKeys.MacInput, EnumName.TryParse) ?? usual.MacInput,
            sun.Flag(SunKeys.IsLrp));
    }

    private static ImmutableArray<byte> Bytes(Section section, ConfigurationKey.Text key)
    {
        if (section.OptionalText(key) is not { } text)
            return [];
        var isFixed = key != Keys.SystemId;
        var bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && (!isFixed || bytes.Length == 3) &&
            Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done
                ? [.. bytes]
                : section.Wrong<ImmutableArray<byte>>(key, text, []);
    }
}
