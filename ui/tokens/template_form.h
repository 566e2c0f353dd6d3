#pragma once

#include <QScrollArea>

#include "server/client/template_info.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace parley::ui {

class GrantList;
class SpanField;
class TokenOptions;
class VariableList;

// A template being written, with what is wrong under the field that it is wrong in. What only the
// broker knows, it says when the template is saved. Thread: GUI.
class TemplateForm final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TemplateForm)

public:
    //! \param taken names that a new template cannot have.
    TemplateForm(const QStringList &taken, QWidget *parent);

    //! \param isNew its name can be written; else it is the name of what is changed.
    void setTemplate(const client::TemplateInfo &info, bool isNew);
    client::TemplateInfo info() const;
    void setTopicNames(const QStringList &names);
    //! Says what is wrong, also of fields that nobody came to yet, and goes to the first of them.
    //! \return whether there is nothing.
    bool isFinished();
    //! Says why the broker refused it, under the field that it names first, until something is
    //! changed. False when it names none of them: then it is said nowhere.
    bool showRefusal(const Error &error);

Q_SIGNALS:
    void changed();

private:
    enum Field { Name, Title, Description, Variables, Grants, Label, Publisher, Room, Life, Count };

    QFormLayout *makeFields();
    void addField(QFormLayout *form, const QString &name, QWidget *field, Field what);
    QLineEdit *line(const QString &hint);
    void check();
    void say(Field field, const QString &problem, bool isMissing = false);
    void checkWords(const client::TemplateInfo &info);
    void checkFilled(const client::TemplateInfo &info);
    void checkPattern(Field field, const QString &filled, std::size_t maxBytes);
    QString lifeProblem(const client::TemplateInfo &info) const;

    QStringList m_taken;
    bool m_isNew = true;
    bool m_saysAll = false; // what is missing too
    QLineEdit *m_name = nullptr;
    QLineEdit *m_title = nullptr;
    QLineEdit *m_description = nullptr;
    VariableList *m_variables = nullptr;
    GrantList *m_grants = nullptr;
    QComboBox *m_kind = nullptr;
    QLineEdit *m_label = nullptr;
    QLineEdit *m_publisher = nullptr;
    QLineEdit *m_room = nullptr;
    SpanField *m_usual = nullptr;
    SpanField *m_longest = nullptr;
    TokenOptions *m_options = nullptr;
    std::array<QWidget *, Count> m_fields{};
    std::array<QLabel *, Count> m_problems{};
    QString m_wrong[Count]{}; // what is said, or would be once all is said
};

} // namespace parley::ui
