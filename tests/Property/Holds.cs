using FsCheck;
using FsCheck.Fluent;

namespace Tests.Property;

/// <summary>Runs a property; a failure prints the seed to replay and the smallest counterexample.</summary>
internal static class Holds
{
    public static void For<T>(Gen<T> values, int times, Action<T> property) =>
        Prop.ForAll(values.ToArbitrary(), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true));
}
