using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>Looks for keys that the station waits for, and that nothing can press.</summary>
internal static class KeysExaminer
{
    private const string Subject = "keys";

    public static IEnumerable<Finding> Examine(HostConfiguration configuration)
    {
        if (configuration.Panel.Driver == PanelDriver.Simulated)
            return [new Finding(Subject, "whatever the simulated panel sends")];
        var station = configuration.Station;
        var pressed = configuration.Keys.Pressed.Select(row => row.Name).Distinct().ToList();
        var dead = station.Keys.Keys.Except(pressed).ToLookup(station.KeysWritten.ContainsKey);
        return
        [
            new Finding(Subject, pressed.Count == 0 ? "none is configured" : string.Join(", ", pressed)),
            .. from name in dead[true]
               where configuration.Keys.Knob is null || station.Keys[name] is not Input.ArticleChosen
               select new Finding(
                   station.KeysWritten[name],
                   $"nothing can press '{name}'",
                   "wire it: keys.keypad or keys.buttons (docs/configuration.md); or take it out"),
            .. OfTheirOwn([.. dead[false].Where(name => station.Keys[name] is not Input.KnobTurned)]),
        ];
    }

    /// <summary>Not all are needed: nobody types a PIN where no staff have one.</summary>
    private static IEnumerable<Finding> OfTheirOwn(List<string> dead) => dead.Count == 0
        ? []
        : [new Finding(Subject, $"nothing can press {string.Join(", ", dead)}: what they do cannot be done here")];
}
