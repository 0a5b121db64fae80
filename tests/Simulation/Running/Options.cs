using System.Globalization;

namespace Tests.Simulation;

/// <summary>What the program was asked for.</summary>
/// <param name="Seed">One run of this seed; null: the kept seeds, and fresh ones.</param>
/// <param name="Terminals">Of that run; null: as many as usual.</param>
/// <param name="Taps">Of that run, or of all together.</param>
/// <param name="Replay">A story to step through; null: none.</param>
/// <param name="Tell">Print each step.</param>
internal sealed record Options(ulong? Seed, int? Terminals, long Taps, string? Replay, bool Tell)
{
    /// <summary>One of the stories that are written by hand, from 1; null: none of them alone.</summary>
    public int? Written { get; init; }

    /// <summary>Of that run: guests come one upon the other.</summary>
    public bool IsBusy { get; init; }

    /// <summary>Of that run: there are drink stations and gates.</summary>
    public bool IsMixed { get; init; }

    /// <summary>Of that run: some terminals are revoked.</summary>
    public bool Revokes { get; init; }

    /// <summary>A day at a festival, of that seed.</summary>
    public bool IsFestival { get; init; }

    /// <summary>At the festival.</summary>
    public int Guests { get; init; } = 20_000;

    /// <summary>Of the festival.</summary>
    public int Hours { get; init; } = 12;

    /// <summary>How it is used.</summary>
    public const string Usage = """
        usage: eng/simulate [--seed N] [--terminals T] [--taps K] [--busy] [--mixed] [--revokes] [--tell]
               eng/simulate --festival [--seed N] [--terminals T] [--guests G] [--hours H] [--tell]
               eng/simulate --written N [--tell]
               eng/simulate --replay FILE

          --seed N        one run: the world of this seed; without it the seeds of tests/Simulation/seeds.txt run, and
                          fresh ones until there were enough taps
          --terminals T   in that run, from 1 (4)
          --taps K        guests that hold a card; of one run 1,000, of all together 20,000 unless it says otherwise
          --busy          in that run a guest comes every two or three seconds, as most do in fresh ones
          --mixed         in that run terminals are kiosks, drink stations and gates
          --revokes       in that run some terminals are revoked
          --tell          print each step
          --festival      a Saturday: guests stand in line, the cloud is away twice, the site falls apart once, ten
                          terminals lose their power; T to 400 (200), G guests (20,000), H hours (12)
          --written N     one of the stories that are written by hand, from 1
          --replay FILE   step through a story that a failing run has written

        The last line says whether all invariants held; exit 0, or 1 when one was broken or the kept seeds did not
        exercise enough. docs/simulator.md
        """;

    /// <summary>Reads the arguments.</summary>
    /// <returns>Null: they cannot be used.</returns>
    public static Options? Read(string[] arguments)
    {
        var read = new Options(null, null, 0, null, Tell: false);
        for (var index = 0; index < arguments.Length; index++)
        {
            var value = index + 1 < arguments.Length ? arguments[index + 1] : "";
            switch (arguments[index])
            {
                case "--seed" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed):
                    read = read with { Seed = seed };
                    break;
                case "--terminals" when Number(value, 400) is { } terminals:
                    read = read with { Terminals = (int)terminals };
                    break;
                case "--guests" when Number(value, 1_000_000) is { } guests:
                    read = read with { Guests = (int)guests };
                    break;
                case "--hours" when Number(value, 48) is { } hours:
                    read = read with { Hours = (int)hours };
                    break;
                case "--festival":
                    read = read with { IsFestival = true };
                    continue;
                case "--taps" when Number(value, 100_000_000) is { } taps:
                    read = read with { Taps = taps };
                    break;
                case "--replay" when value.Length > 0:
                    read = read with { Replay = value };
                    break;
                case "--written" when Number(value, Tour.Count) is { } written:
                    read = read with { Written = (int)written };
                    break;
                case "--busy":
                    read = read with { IsBusy = true };
                    continue;
                case "--mixed":
                    read = read with { IsMixed = true };
                    continue;
                case "--revokes":
                    read = read with { Revokes = true };
                    continue;
                case "--tell":
                    read = read with { Tell = true };
                    continue;
                default:
                    return null;
            }
            index++;
        }
        return read.Taps > 0 ? read : read with { Taps = read.Seed is null ? 20_000 : 1_000 };
    }

    private static long? Number(string text, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
        number >= 1 && number <= most
            ? number
            : null;
}
