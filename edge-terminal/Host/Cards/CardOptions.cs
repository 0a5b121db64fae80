using System.Collections.Immutable;
using System.CommandLine;
using HardwareDrivers.Cards;
using HardwareDrivers.Linux;
using HardwareDrivers.Pn532;

namespace EdgeTerminal.Host;

/// <summary>Options that the commands about cards share.</summary>
internal static class CardOptions
{
    /// <summary>Provisioning asks a card some hundred things; each of them has its own limit.</summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(20);

    public static Option<string> Device() => new("--device")
    {
        Description = "The reader's serial line.", HelpName = "PATH", Required = true,
    };

    public static Option<int> Baud() => new("--baud")
    {
        Description = "The rate that the chip is switched to.",
        HelpName = "N",
        DefaultValueFactory = _ => SetSerialBaudRate.PowerOn,
    };

    public static Option<FileInfo?> Populations(bool required) => new("--populations")
    {
        Description = "The site's card populations (docs/cards.md).", HelpName = "FILE", Required = required,
    };

    public static Option<string?> Keys(bool required) => new("--keys")
    {
        Description = "Master keys: file:PATH, credential:NAME or env:VARIABLE.",
        HelpName = "SOURCE",
        Required = required,
    };

    public static Option<string?> Population() => new("--population")
    {
        Description = "Which of the populations; may be left out when there is one.", HelpName = "NAME",
    };

    public static Option<int?> Version() => new("--key-version")
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

    /// <summary>A reader on a serial line, with people at it who may take their time.</summary>
    public static CardMeeting Meeting(string device, int baud) => new(
        prover => new Pn532Reader(
            () => SerialLink.Open(device, baud), new Pn532Settings { ProofTimeout = LongestWork }, TimeProvider.System)
        {
            Prover = prover,
        },
        Console.Error.WriteLine,
        TimeProvider.System);

    /// <exception cref="StartException">The file is none.</exception>
    public static ImmutableArray<CardPopulation> ReadPopulations(FileInfo file)
    {
        try
        {
            return CardPopulations.Read(File.ReadAllText(file.FullName));
        }
        catch (CardPopulationException error)
        {
            throw new StartException($"{file}: {error.Message}", ExitCode.BadConfiguration);
        }
    }

    /// <exception cref="StartException">There are no keys there.</exception>
    public static CardKeyRing OpenKeys(string source)
    {
        try
        {
            return CardKeySources.Open(source, Environment.GetEnvironmentVariable);
        }
        catch (CardKeyException error)
        {
            throw new StartException($"--keys: {error.Message}", ExitCode.BadConfiguration);
        }
    }

    /// <exception cref="StartException">There is no such population, or several and none was named.</exception>
    public static CardPopulation Choose(ImmutableArray<CardPopulation> populations, string? name)
    {
        var names = string.Join(", ", populations.Select(population => population.Name));
        if (name is null && populations.Length != 1)
            throw new StartException($"--population: expected one of {names}", ExitCode.Usage);
        return populations.FirstOrDefault(population => name is null || population.Name == name)
            ?? throw new StartException($"--population {name}: expected one of {names}", ExitCode.Usage);
    }

    /// <exception cref="StartException">The population does not accept it.</exception>
    public static int ChooseVersion(CardPopulation population, int? version)
    {
        var chosen = version ?? population.Versions.Max();
        return population.Versions.Contains(chosen)
            ? chosen
            : throw new StartException(
                $"--key-version {chosen}: {population.Name} accepts {string.Join(", ", population.Versions)}",
                ExitCode.Usage);
    }
}
