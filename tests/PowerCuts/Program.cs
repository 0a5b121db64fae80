using System.CommandLine;
using CloudBridge.Storage;
using EdgeTerminal.Host;
using Tests.PowerCuts;

// What a site does over three months, on real files: power-cuts script FOLDER KEYS.
if (args is ["script", var folder, var keys])
{
    using var script = new SiteScript(folder, keys);
    script.Run();
    return 0;
}
// The daemon itself, as edge-terminal runs it, but for its storage: power-cuts run --config FILE.
var root = new RootCommand("edge-terminal on a disk that forgets what it said it had written.")
{
    RunCommand.Build(path => new UnsyncedStorage(new FolderStorage(path))),
};
return await root.Parse(args).InvokeAsync();
