using GrantSync.Odoo.XmlRpc;

namespace GrantSync.Odoo.Tests;

public sealed class LoadTests
{
    [Fact]
    public void A_record_that_is_there_can_be_named_by_its_database_id() =>
        Assert.Equal("load", OdooCalls.Load("project.project", [".id", "name"], [["12", "Project"]]).Method);

    /// <summary>Odoo makes a new record for a row whose database id is empty, and for one with a new external id beside a database id.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("grantsync.one")]
    public void A_row_by_database_id_must_have_one(string id) =>
        Assert.Throws<ArgumentException>(() => OdooCalls.Load("project.project", [".id", "name"], [[id, "Project"]]));

    [Fact]
    public void A_row_has_one_kind_of_id()
    {
        Assert.Throws<ArgumentException>(() => OdooCalls.Load("project.project", ["id", ".id"], [["grantsync.one", "12"]]));
        Assert.Throws<ArgumentException>(() => OdooCalls.Load("project.project", ["name"], [["Project"]]));
    }

    [Fact]
    public void A_call_by_database_id_can_be_told_to_see_archived_records()
    {
        var call = OdooCalls.Load("project.project", [".id", "name"], [["12", "Project"]], new OdooContext { ActiveTest = false });
        Assert.Equal((XmlRpcValue)false, Assert.Single(call.Kwargs).Value["active_test"]);
    }
}
