using System.Globalization;

namespace Tests.Simulation;

/// <summary>What the program was asked for.</summary>
/// <param name="Seed">One run of this seed; null: the kept seeds, and fresh ones.</param>
/// <param name="Terminals">Of that run.</param>
/// <param name="Taps">Of that run, or of all together.</param>
/// <param name="Replay">A story to step through; null: none.</param>
/// <param name="Tell">Print each step.</param>
internal sealed record Options(ulong? Seed, int Terminals, long Taps, string? Replay, bool Tell)
{
    /// <summary>One of the stories that are written by hand, from 1; null: none of them alone.</summary>
    public int? Written { get; init; }

    /// <summary>Of that run: guests come one upon the other.</summary>
    public bool IsBusy { get; init; }

    /// <summary>How it is used.</summary>
    public const string Usage = """
        usage: eng/simulate [--seed N] [--terminals T] [--taps K] [--busy] [--tell]
               eng/simulate --written N [--tell]
               eng/simulate --replay FILE

          --seed N        one run: the world of this seed; without it the seeds of tests/Simulation/seeds.txt run, and
                          fresh ones until there were enough taps
          --terminals T   in that run, 1 to 32 (4)
          --taps K        guests that hold a card; of one run 1,000, of all together 20,000 unless it says otherwise
          --busy          in that run a guest comes every two or three seconds, as most do in fresh ones
          --tell          print each step
          --written N     one of the stories that are written by hand, from 1
          --replay FILE   step through a story that a failing run has written

        The last line says whether all invariants held; exit 0, or 1 when one was broken or the kept seeds did not
        exercise enough. docs/simulator.md
        """;

    /// <summary>Reads the arguments.</summary>
    /// <returns>Null: they cannot be used.</returns>
    public static Options? Read(string[] arguments)
    {
        var read = new Options(null, 4, 0, null, Tell: false);
        for (var index = 0; index < arguments.Length; index++)
        {
            var value = index + 1 < arguments.Length ? arguments[index + 1] : "";
            switch (arguments[index])
            {
                case "--seed" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed):
                    read = read with { Seed = seed };
                    break;
                case "--terminals" when Number(value, 32) is { } terminals:
                    read = read with { Terminals = (int)terminals };
                    break;
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
