using EdgeTerminal.Host;

namespace Tests.AdapterContracts;

/// <summary>Whose drivers a suite runs on: found by name, so that it says so where they are not in the build.</summary>
internal static class PanelAdapterOf
{
    public static PanelAdapter Name(string name)
    {
        if (PanelAdapters.All.FirstOrDefault(adapter => adapter.Name == name) is { } adapter)
            return adapter;
        Assert.Skip($"the drivers of '{name}' (Iot.Device.Bindings) are not in this build: eng/adapters");
        throw new InvalidOperationException();
    }
}
