using System.Security.Cryptography;
using System.Text;

namespace Tests.BenchPage;

/// <summary>A part of the page that changes by itself.</summary>
/// <param name="Id">Of the element whose content it is.</param>
/// <param name="Content">Now.</param>
internal sealed record Region(string Id, Html Content)
{
    private const int MarkBytes = 6;

    /// <summary>Tells one content from another.</summary>
    public string Mark { get; } =
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Content.Text)).AsSpan(0, MarkBytes));

    /// <summary>As it stands in the page at first.</summary>
    public Html Inside(string tag, string attributes) =>
        new($"<{tag} id=\"{Id}\" {attributes}>{Content.Text}</{tag}>");

    /// <summary>As it is sent when it has changed.</summary>
    public Html Again() => new($"<div id=\"{Id}\" hx-swap-oob=\"innerHTML\">{Content.Text}</div>");
}
