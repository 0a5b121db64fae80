using System.Collections.Immutable;
using System.CommandLine;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>Options that say which cards and which keys: what is named, else the configuration's.</summary>
internal sealed class CardOptions
{
    private readonly Option<FileInfo?> populations = new("--populations")
    {
        Description = "A configuration, or as much of one as has cards.populations (docs/cards.md).",
        HelpName = "FILE",
    };

    private readonly Option<string?> keys = new("--keys")
    {
        Description = "Master keys: file:PATH, credential:NAME or env:VARIABLE.", HelpName = "SOURCE",
    };

    private readonly Option<string?> population = new("--population")
    {
        Description = "Which of the populations; may be left out when there is one.", HelpName = "NAME",
    };

    private readonly Option<int?> version = new("--key-version")
    {
        Description = "Version of the keys; the newest of the population when left out.", HelpName = "N",
    };

    public static Option<int> Wait() => new("--wait")
    {
        Description = "How long to wait for a card.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 30,
    };

    public static Option<bool> Json() => new("--json") { Description = "Prints one JSON object." };

    /// <summary>For a command that works with all populations.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(populations);
        command.Options.Add(keys);
        command.Validators.Add(given =>
        {
            if (given.GetResult(keys) is not null && given.GetResult(populations) is null
                && given.GetResult("--config") is null)
                given.AddError("--keys: expected --populations or --config beside it");
        });
    }

    /// <summary>For a command that works with one key of one population.</summary>
    public void AddWithChoiceTo(Command command)
    {
        AddTo(command);
        command.Options.Add(population);
        command.Options.Add(version);
    }

    /// <summary>The populations; none when none are named.</summary>
    /// <exception cref="StartException">The file that is named has none, or has errors.</exception>
    public ImmutableArray<CardPopulation> Populations(ParseResult parsed, HostConfiguration? configuration)
    {
        if (parsed.GetValue(populations) is { } file)
            return HostCommand.ReadPopulations(file);
        return configuration is null ? [] : [.. configuration.Cards.Populations.Select(row => row.Population)];
    }

    /// <summary>Their keys.</summary>
    /// <exception cref="StartException">No place was named, or there are no keys there.</exception>
    public CardKeyRing OpenKeys(ParseResult parsed, HostConfiguration? configuration)
    {
        var place = parsed.GetValue(keys) ?? configuration?.Cards.Keys
            ?? throw new StartException("expected --keys, or --config with cards.keys", ExitCode.Usage);
        try
        {
            return CardKeySources.Open(place, Environment.GetEnvironmentVariable);
        }
        catch (CardKeyException error)
        {
            throw new StartException($"keys: {error.Message}", ExitCode.BadConfiguration);
        }
    }

    /// <summary>
    /// As a tap has it: the populations of the configuration with the keys that the ledger sent, unless others are
    /// named.
    /// </summary>
    /// <exception cref="StartException">As of <see cref="Populations"/> and <see cref="OpenKeys"/>.</exception>
    public CardKeysInHand OpenInForce(ParseResult parsed, HostConfiguration? configuration)
    {
        var named = Populations(parsed, configuration);
        if (configuration is { Cards.Populations.IsEmpty: false } &&
            parsed.GetValue(populations) is null && parsed.GetValue(keys) is null &&
            SentCardKeys.Look(configuration) is { } sent)
            return new CardKeysInHand(
                CardKeys.Open(sent.Cards, Environment.GetEnvironmentVariable, sent.Kept, _ => sent.Keys));
        return new CardKeysInHand(named, named.IsEmpty ? new CardKeyRing([]) : OpenKeys(parsed, configuration));
    }

    /// <summary>The one population that is meant, and the version of its keys.</summary>
    /// <exception cref="StartException">There is no such one, or several and none was named.</exception>
    public (CardPopulation Population, int Version) Choose(ParseResult parsed, HostConfiguration? configuration)
    {
        var all = Populations(parsed, configuration);
        if (all.IsEmpty)
            throw new StartException(
                "expected --populations, or --config with cards.populations", ExitCode.Usage);
        var chosen = Choose(all, parsed.GetValue(population));
        return (chosen, ChooseVersion(chosen, parsed.GetValue(version)));
    }

    private static CardPopulation Choose(ImmutableArray<CardPopulation> all, string? name)
    {
        var names = string.Join(", ", all.Select(one => one.Name));
        if (name is null && all.Length != 1)
            throw new StartException($"--population: expected one of {names}", ExitCode.Usage);
        return all.FirstOrDefault(one => name is null || one.Name == name)
            ?? throw new StartException($"--population {name}: expected one of {names}", ExitCode.Usage);
    }

    private static int ChooseVersion(CardPopulation population, int? version)
    {
        var chosen = version ?? population.Versions.Max();
        return population.Versions.Contains(chosen)
            ? chosen
            : throw new StartException(
                $"--key-version {chosen}: {population.Name} accepts {string.Join(", ", population.Versions)}",
                ExitCode.Usage);
    }
}
