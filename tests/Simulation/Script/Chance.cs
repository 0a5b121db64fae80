using System.Text;

namespace Tests.Simulation;

/// <summary>
/// All chance of a run, from one number: splitmix64 (Steele, Lea, Flood 2014). A stream that is split off by a name
/// gives the same whatever was drawn from the others.
/// </summary>
internal sealed class Chance
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private readonly ulong seed;
    private ulong state;

    public Chance(ulong seed) => this.seed = state = seed;

    /// <summary>64 bits that look random, from a number.</summary>
    public static ulong Mix(ulong number)
    {
        unchecked
        {
            number += Step;
            number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
            number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
            return number ^ (number >> 31);
        }
    }

    /// <summary>A stream of its own.</summary>
    public Chance Split(string name)
    {
        var mixed = seed;
        foreach (var letter in Encoding.UTF8.GetBytes(name))
            mixed = Mix(mixed ^ letter);
        return new Chance(mixed);
    }

    /// <summary>64 bits.</summary>
    public ulong Next()
    {
        var next = Mix(state);
        unchecked
        {
            state += Step;
        }
        return next;
    }

    /// <summary>From 0 to below 1.</summary>
    public double Fraction() => (Next() >> 11) / (double)(1UL << 53);

    /// <summary>From 0 to below a limit.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>From one number to another, both included.</summary>
    public long Between(long low, long high) => low + (long)(Next() % (ulong)(high - low + 1));

    /// <summary>True this often.</summary>
    public bool Happens(double rate) => Fraction() < rate;

    /// <summary>One of these.</summary>
    public T Of<T>(IReadOnlyList<T> all) => all[Below(all.Count)];

    /// <summary>A wait that is short mostly and long now and then (exponential).</summary>
    public long Wait(double mean) => (long)(-Math.Log(1 - Fraction()) * mean);
}
