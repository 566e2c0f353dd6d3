#include "server/api/api.h"

namespace parley {
namespace {

void listNamespaces(const ApiContext &context, const CallPtr &call)
{
    std::map<NamespaceName, std::size_t> topics;
    for (const auto &name : context.topics.namespaces())
        topics[name] = 0;
    for (const auto &log : context.topics.all())
        if (!log->key().topic.isSystem())
            ++topics[log->key().nameSpace];
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("namespaces").beginArray();
    for (const auto &[name, count] : topics)
        writer.beginObject().member("namespace", name.text()).member("topics", count).endObject();
    writer.endArray().endObject();
    call->reply(200, std::move(json));
}

void reply(ApiCall &call, int status, const NamespaceName &name)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().member("namespace", name.text()).endObject();
    call.reply(status, std::move(json));
}

void putNamespace(ApiContext &context, const CallPtr &call)
{
    const auto name = NamespaceName::parse(call->argument(0));
    if (!name) {
        call->fail(name.error());
        return;
    }
    if (context.topics.hasNamespace(*name)) {
        reply(*call, 200, *name);
        return;
    }
    if (auto ok = context.topics.createNamespace(*name); !ok) {
        call->fail(ok.error());
        return;
    }
    context.act(
        call, {.action = "namespace.created", .object = name->text()},
        [name = *name](Tables &tables) { return tables.topics().putNamespace(name); },
        [&context, call, name = *name](const Result<void> &stored) {
            if (!stored) {
                (void)context.topics.removeNamespace(name);
                call->fail(stored.error());
                return;
            }
            reply(*call, 201, name);
        });
}

void removeNamespace(ApiContext &context, const CallPtr &call)
{
    const auto name = NamespaceName::parse(call->argument(0));
    if (!name) {
        call->fail(name.error());
        return;
    }
    if (auto ok = context.topics.removeNamespace(*name); !ok) {
        call->fail(ok.error());
        return;
    }
    context.act(
        call, {.action = "namespace.deleted", .object = name->text()},
        [name = *name](Tables &tables) { return tables.topics().removeNamespace(name); },
        [call](const Result<void> &stored) { call->replyEmptyOr(stored); });
}

} // namespace

void addNamespaceRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/namespaces", Access::read(AdminArea::Namespaces),
               [&context](const CallPtr &call) { listNamespaces(context, call); });
    router.add("PUT", "/v1/namespaces/*", Access::write(AdminArea::Namespaces),
               [&context](const CallPtr &call) { putNamespace(context, call); });
    router.add("DELETE", "/v1/namespaces/*", Access::write(AdminArea::Namespaces),
               [&context](const CallPtr &call) { removeNamespace(context, call); });
}

} // namespace parley
