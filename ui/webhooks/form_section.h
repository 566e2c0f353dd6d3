#pragma once

#include <QMap>
#include <QScrollArea>

#include "ui/models/webhook_draft.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace parley::ui {

// A part of a webhook's form, one tab of it, with what is wrong under the field that it is wrong
// in. Thread: GUI.
class FormSection : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FormSection)

public:
    explicit FormSection(QWidget *parent);

    virtual void setDraft(const WebhookDraft &draft) = 0;
    virtual void addTo(WebhookDraft &draft) const = 0; // what its fields say
    //! Called after each change with the draft as it is now: hints, and what is there to choose.
    virtual void showDraft(const WebhookDraft &) {}

    //! \param all what is missing too. \return whether something is wrong that is said.
    bool say(const QMap<WebhookField, DraftProblem> &problems, bool all);
    bool has(WebhookField field) const { return m_problems.contains(field); }
    bool isShown(WebhookField field) const; // not left out because of what others say
    void goTo(WebhookField field);

Q_SIGNALS:
    void edited();

protected:
    QFormLayout *form() const { return m_form; }
    QWidget *content() const { return widget(); }
    //! A row whose label \p name is the field's buddy; \p what has its problems said under it.
    void addField(const QString &name, QWidget *field, WebhookField what);
    void addRow(const QString &name, QWidget *field);
    void setRowVisible(QWidget *field, bool visible);
    QLabel *addHint(); // muted, under what was added before

    QLineEdit *line(const QString &hint);
    //! \param entries text and value.
    QComboBox *choice(const QList<QPair<QString, QString>> &entries);
    QSpinBox *number(int least, int most, const QString &unit);

private:
    QFormLayout *m_form = nullptr;
    QMap<WebhookField, QLabel *> m_problems{};
    QMap<WebhookField, QWidget *> m_fields{};
    QMap<QWidget *, QWidget *> m_rows{}; // a field to what stands in its row
};

} // namespace parley::ui
