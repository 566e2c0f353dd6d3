#pragma once

#include <optional>

#include <QPair>
#include <QTabWidget>

#include "server/base/result.h"
#include "ui/common/page.h"
#include "ui/models/webhook_draft.h"

namespace parley::ui {

class DestinationSection;
class FormSection;
class TopicSection;

// All settings of a webhook, a tab for each part of them, with live validation. What only the
// broker knows, it says when the webhook is saved. Thread: GUI.
class WebhookForm final : public QTabWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebhookForm)

public:
    WebhookForm(const PageContext &context, QWidget *parent);

    void setWebhook(const client::WebhookInfo &webhook, bool isNew);
    WebhookDraft draft() const; // as it stands there
    client::WebhookInfo original() const { return m_original.webhook; }
    bool isChanged() const;
    //! Says what is wrong, also of fields that nobody came to yet, and goes to the first of them.
    //! \return whether there is nothing.
    bool isFinished();
    //! Says why the broker refused it, under the field that it names first, until something is
    //! changed. False when it names none of them: then it is said nowhere.
    bool showRefusal(const Error &error);

Q_SIGNALS:
    void edited(); // by a person
    void checked(); // after it was edited, and when more is known of the broker

private:
    void add(FormSection *section, const QString &title);
    void askForNames();
    void askForLastMessage();
    void onEdited();
    void check();
    void goTo(WebhookField field);

    PageContext m_context;
    WebhookDraft m_original{};
    DestinationSection *m_destination = nullptr;
    TopicSection *m_topic = nullptr;
    QList<FormSection *> m_sections{};
    QStringList m_titles{};
    std::optional<QPair<WebhookField, QString>> m_refusal{}; // by the broker, of what stands there
    QString m_lastOf{}; // the topic whose newest message was asked for
    bool m_saysAll = false; // what is missing too
    bool m_isFilling = false;
};

} // namespace parley::ui
