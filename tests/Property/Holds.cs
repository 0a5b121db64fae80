using FsCheck;
using FsCheck.Fluent;

namespace Tests.Property;

/// <summary>Runs a property; a failure prints the seed to replay and the smallest counterexample.</summary>
internal static class Holds
{
    public static void For<T>(Gen<T> values, int times, Action<T> property) =>
        Prop.ForAll(values.ToArbitrary(), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true));

    /// <param name="values">Any.</param>
    /// <param name="smaller">What may fail as well, and is easier to read.</param>
    /// <param name="times">How many.</param>
    /// <param name="property">Throws where it does not hold.</param>
    public static void For<T>(Gen<T> values, Func<T, IEnumerable<T>> smaller, int times, Action<T> property) =>
        Prop.ForAll(Arb.From(values, smaller), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true));
}
