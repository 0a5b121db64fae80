using EdgeTerminal.Core;

namespace Tests.Support;

/// <summary>All that one kind of station can be in, and all that it can be told, by name.</summary>
public static class StationFamilies
{
    /// <summary>Every station's phases, and its own.</summary>
    /// <param name="own">Such as <see cref="KioskPhase"/>.</param>
    public static IEnumerable<string> PhasesOf(Type own) =>
        Arms(typeof(StationPhase)).Concat(Arms(own)).Select(type => type.Name);

    /// <summary>What comes to every station, and to it alone.</summary>
    /// <param name="own">Such as <see cref="Input.AtKiosk"/>.</param>
    public static IEnumerable<string> InputsOf(Type own) => Arms(typeof(Input))
        .Where(type => type.BaseType == typeof(Input) || type.IsSubclassOf(own))
        .Select(type => type.Name);

    private static IEnumerable<Type> Arms(Type closed) =>
        closed.GetNestedTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(closed));
}
