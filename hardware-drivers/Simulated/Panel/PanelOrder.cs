namespace HardwareDrivers.Simulated;

/// <summary>What a viewer can ask for.</summary>
internal abstract record PanelOrder
{
    private PanelOrder()
    {
    }

    /// <summary>A key was pressed: <c>{"key":"1"}</c>.</summary>
    public sealed record Key(string Name) : PanelOrder;

    /// <summary>The display's bus hangs, or works again: <c>{"frozen":true}</c>.</summary>
    public sealed record Freeze(bool Frozen) : PanelOrder;

    /// <summary>Anything else.</summary>
    public sealed record Nonsense(string Detail) : PanelOrder;
}
