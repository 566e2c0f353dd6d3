#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

#include "server/client/webhook_info.h"

namespace parley::ui {

// The fields of a webhook's form that something can be wrong with, in the order of the form.
enum class WebhookField {
    Target,
    Name,
    NameSpace,
    Topic,
    Filter,
    Delays,
    OrderingKey,
    Batch,
    Authentication,
    Headers,
    Authorities,
    Certificate
};

// A webhook as it stands in its form: settings that are always whole, and texts that may not be.
// Thread: any.
struct WebhookDraft {
    client::WebhookInfo webhook{};
    bool isNew = true;
    QString delays{}; // an own schedule, as typed
    QString filter{}; // a pattern, as typed
    QStringList functionNames{}; // that there are; empty: not known

    static WebhookDraft of(const client::WebhookInfo &webhook, bool isNew);
    client::WebhookInfo settings() const; // what would be saved; only of a draft without problems
};

struct DraftProblem {
    QString sentence{};
    bool isMissing = false; // nothing was typed yet: said when somebody saves
};

//! What is wrong with \p draft. What only the broker knows, it says when the webhook is saved.
QMap<WebhookField, DraftProblem> problemsOf(const WebhookDraft &draft);

//! The sentence of \p header that is wrong; "" when it is fine.
QString headerProblem(const client::WebhookHeader &header);

} // namespace parley::ui
