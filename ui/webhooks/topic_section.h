#pragma once

#include <optional>

#include "server/client/item.h"
#include "ui/webhooks/form_section.h"

class QPlainTextEdit;

namespace parley::ui {

// Which messages are sent: of which topics, and matching what. Thread: GUI.
class TopicSection final : public FormSection
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicSection)

public:
    explicit TopicSection(QWidget *parent);

    void setTopics(const QList<client::TopicAddress> &topics); // of all namespaces
    //! The newest message of the topic; showDraft() tries the filter on it. nullopt: none is known.
    void setLastMessage(const std::optional<client::Item> &message);
    void setDraft(const WebhookDraft &draft) override;
    void addTo(WebhookDraft &draft) const override;
    void showDraft(const WebhookDraft &draft) override;

private:
    void showTopics(const QString &nameSpace);

    QLineEdit *m_nameSpace = nullptr;
    QComboBox *m_match = nullptr;
    QComboBox *m_topic = nullptr;
    QLabel *m_fixed = nullptr;
    QPlainTextEdit *m_filter = nullptr;
    QLabel *m_verdict = nullptr;
    std::optional<client::Item> m_last{};
    QList<client::TopicAddress> m_topics{};
    QString m_shownOf{}; // the namespace whose topics can be chosen
};

} // namespace parley::ui
