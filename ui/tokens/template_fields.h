#pragma once

#include <QHash>
#include <QWidget>

#include "server/client/template_info.h"

class QFormLayout;
class QLabel;
class QLineEdit;

namespace parley::ui {

// The variables of a template as fields; those that are lists take words between commas.
// Thread: GUI.
class TemplateFields final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TemplateFields)

public:
    explicit TemplateFields(QWidget *parent);

    void setTemplate(const client::TemplateInfo &info);
    client::TemplateValues values() const;
    bool isComplete() const; // every variable has a value

Q_SIGNALS:
    void changed();

private:
    client::TemplateInfo m_info{};
    QLabel *m_description = nullptr;
    QFormLayout *m_form = nullptr;
    QHash<QString, QLineEdit *> m_fields{}; // by variable
};

} // namespace parley::ui
