namespace Tests.Bench;

/// <summary>Compiled where LiteDB is in the build (Tests.Bench.csproj).</summary>
internal static partial class DurableStores
{
    static partial void OpenLiteDb(string path, ref IDurableStore? store) => store = new LiteDbFile(path);
}
